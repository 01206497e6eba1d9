#include <Python.h>

static PyObject *total(PyObject *self, PyObject *values) {
    return PyObject_CallMethod(values, "__len__", NULL);
}

static PyMethodDef methods[] = {{"total", total, METH_O, "Return the sum."}, {NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_sums", NULL, -1, methods};
PyMODINIT_FUNC PyInit__sums(void) { return PyModule_Create(&module); }
