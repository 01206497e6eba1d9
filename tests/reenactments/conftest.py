"""Keep pytest out of the packages: what looks like a test there is part of a technique."""

collect_ignore_glob = ["*/*"]
