"""Keep pytest out of the source trees: their tests belong to the stand-in projects."""

collect_ignore_glob = ["*/*"]
