"""GGUF, the file format of llama.cpp: its header, its settings, its weights and its tokenizer."""
