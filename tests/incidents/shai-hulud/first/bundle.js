@@bundle@@
