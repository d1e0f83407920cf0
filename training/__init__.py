"""How the packaged reader is trained. Needs `pip install -e ".[training]"`; the tool itself never imports it."""
