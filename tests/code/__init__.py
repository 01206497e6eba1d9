"""Tests of reading code."""  # noqa: A005 (mirrors the folder of that name)
