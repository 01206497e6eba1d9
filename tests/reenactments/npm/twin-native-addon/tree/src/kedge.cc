#include <napi.h>

static Napi::Value Checksum(const Napi::CallbackInfo& info) {
  auto buffer = info[0].As<Napi::Buffer<uint8_t>>();
  uint32_t sum = 7;
  for (size_t place = 0; place < buffer.Length(); place++) sum = sum * 31 + buffer[place];
  return Napi::Number::New(info.Env(), sum);
}

static Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports.Set("checksum", Napi::Function::New(env, Checksum));
  return exports;
}

NODE_API_MODULE(kedge, Init)
