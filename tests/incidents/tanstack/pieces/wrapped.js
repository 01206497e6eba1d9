
@@hidden@@
