"""Sentences as vectors: near each other where they mean the same, whatever their words and their language.

multilingual-e5-small (Wang et al. 2024, https://arxiv.org/abs/2402.05672; MIT licence), cut to the pieces of Chinese
and English, from weights in four bits, run by onnxruntime. `building/` makes the files; without them grams alone are
learned from.
"""
