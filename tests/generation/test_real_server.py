"""A real server of models with a real, tiny and untrained one: what it writes is no answer."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import ROOT, TROOPS, Outcome

_BUILD = """
import sys
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

texts = [open(file, encoding="utf-8").read() for file in sys.argv[2:]]
byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer, tokenizer.decoder = byte_level, decoders.ByteLevel()
alphabet = pre_tokenizers.ByteLevel.alphabet()
tokenizer.train_from_iterator(
    texts, trainers.BpeTrainer(vocab_size=1500, special_tokens=["<s>", "</s>"], initial_alphabet=alphabet)
)
fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="</s>")
fast.chat_template = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\\n{% endfor %}assistant: "
fast.save_pretrained(sys.argv[1])
torch.manual_seed(7)
config = LlamaConfig(
    vocab_size=len(fast), hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=2,
    num_key_value_heads=2, max_position_embeddings=16384, bos_token_id=0, eos_token_id=1,
)
LlamaForCausalLM(config).save_pretrained(sys.argv[1])
"""
_OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
_PATIENCE_S = 240
"""A machine on which nothing else runs needs a tenth of it."""


@pytest.fixture
def name(tmp_path: Path) -> Iterator[str]:
    """An untrained model, as `--model` names it, served by `transformers serve`."""
    environ = {**os.environ, **_OFFLINE, "HF_HOME": str(tmp_path / "hub")}
    folder = tmp_path / "untrained"
    articles = [str(file) for file in sorted((ROOT / "corpus").iterdir())]
    subprocess.run([sys.executable, "-c", _BUILD, folder, *articles], check=True, env=environ, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "transformers"), "serve", str(folder)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    with (tmp_path / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        try:
            until = time.monotonic() + _PATIENCE_S
            while not _answers(port):
                assert server.poll() is None, (tmp_path / "server.log").read_text()
                assert time.monotonic() < until
                time.sleep(0.2)
            yield f"{folder}@http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()
            server.wait(30)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_gibberish_is_no_answer(cli: Callable[..., Outcome], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_MODEL_TIMEOUT", str(_PATIENCE_S))
    outcome = cli("ask", TROOPS, "--corpus", ROOT / "corpus", "--model", name, "--json")
    answer = json.loads(outcome.out)
    assert outcome.code == 3, answer
    assert (answer["status"], answer["reason"], answer["answer"]) == ("unanswered", "no statement supported", "")
    assert answer["statements"]
    assert {s["verdict"] for s in answer["statements"]} <= {"unsupported", "contradicted"}
    assert all(s["faults"] for s in answer["statements"])
    known = cli("rag", "doctor", "--corpus", ROOT / "corpus", "--model", name)
    assert "language model" in known.out
    assert known.code == 0
