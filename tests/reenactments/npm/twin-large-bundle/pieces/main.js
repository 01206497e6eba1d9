t.version="1.2.0";t.count=function(e){return e.length}
