"""From text to vectors. The one home of sentence-transformers, torch, onnxruntime and tokenizers."""
