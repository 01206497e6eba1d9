#include <stddef.h>

double camber_sum(const double *values, size_t count) {
    double total = 0;
    for (size_t place = 0; place < count; place++) total += values[place];
    return total;
}
