int marline() { return 7; }
