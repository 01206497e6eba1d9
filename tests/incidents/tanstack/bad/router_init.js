@@script@@
