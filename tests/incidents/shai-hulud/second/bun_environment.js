@@environment@@
