// Answers cases of sampling.py with the samplers of llama.cpp. A case is a line of words:
//   logits N x.. history M t.. steps S (name arguments..)..
// and its answer a line `token:probability ..` of the candidates that are left.
//
// Built against a checkout of llama.cpp's sources, whose samplers alone are compiled:
//   g++ -std=c++17 -no-pie -I LLAMA/include -I LLAMA/src -I LLAMA/ggml/include \
//     LLAMA/src/llama-sampling.cpp sampling_llama.cpp -Wl,--unresolved-symbols=ignore-all -o sampling_llama
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "llama-vocab.h"
#include "llama.h"

// What the samplers ask of the parts that are not compiled.
struct llama_vocab::impl {};
llama_vocab::llama_vocab() {}
llama_vocab::~llama_vocab() {}
void llama_log_internal(ggml_log_level, const char *, ...) {}

extern llama_sampler * llama_sampler_init_dry_testing(
    int32_t context, float multiplier, float base, int32_t allowed, int32_t last_n,
    const std::vector<std::vector<llama_token>> & breakers);

template <typename T>
static T word(std::istream & in) {
  T value;
  in >> value;
  return value;
}

static std::vector<llama_token> tokens(std::istream & in) {
  std::vector<llama_token> list(word<size_t>(in));
  for (auto & token : list) in >> token;
  return list;
}

static llama_sampler * sampler(const std::string & name, std::istream & in, int vocabulary) {
  auto f = [&in] { return word<float>(in); };
  auto i = [&in] { return word<int>(in); };
  if (name == "temperature") return llama_sampler_init_temp(f());
  if (name == "dynamic-temperature") {
    float t = f(), range = f(), exponent = f();
    return llama_sampler_init_temp_ext(t, range, exponent);
  }
  if (name == "top-k") return llama_sampler_init_top_k(i());
  if (name == "top-n-sigma") return llama_sampler_init_top_n_sigma(f());
  if (name == "top-p" || name == "min-p" || name == "typical") {
    float p = f();
    int keep = i();
    return name == "top-p"   ? llama_sampler_init_top_p(p, keep)
           : name == "min-p" ? llama_sampler_init_min_p(p, keep)
                             : llama_sampler_init_typical(p, keep);
  }
  if (name == "xtc") {
    float p = f(), threshold = f();
    return llama_sampler_init_xtc(p, threshold, i(), 0);
  }
  if (name == "penalties") {
    int last = i();
    float repeat = f(), frequency = f(), presence = f();
    return llama_sampler_init_penalties(last, repeat, frequency, presence);
  }
  if (name == "dry") {
    float multiplier = f(), base = f();
    int allowed = i(), last = i();
    std::vector<std::vector<llama_token>> breakers(word<size_t>(in));
    for (auto & breaker : breakers) breaker = tokens(in);
    return llama_sampler_init_dry_testing(4096, multiplier, base, allowed, last, breakers);
  }
  if (name == "logit-bias") {
    std::vector<llama_logit_bias> biases(word<size_t>(in));
    for (auto & bias : biases) in >> bias.token >> bias.bias;
    return llama_sampler_init_logit_bias(vocabulary, biases.size(), biases.data());
  }
  if (name == "mirostat") {
    float tau = f(), eta = f();
    return llama_sampler_init_mirostat(vocabulary, 0, tau, eta, i());
  }
  if (name == "mirostat-2") {
    float tau = f(), eta = f();
    return llama_sampler_init_mirostat_v2(0, tau, eta);
  }
  std::cerr << "no sampler " << name << "\n";
  exit(1);
}

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream in(line);
    word<std::string>(in);
    std::vector<llama_token_data> data(word<size_t>(in));
    for (size_t t = 0; t < data.size(); t++) data[t] = {(llama_token) t, word<float>(in), 0};
    word<std::string>(in);
    auto history = tokens(in);
    word<std::string>(in);
    llama_token_data_array candidates = {data.data(), data.size(), -1, false};
    bool chosen = false;
    for (size_t steps = word<size_t>(in); steps > 0; steps--) {
      auto name = word<std::string>(in);
      auto * step = sampler(name, in, data.size());
      for (auto token : history) llama_sampler_accept(step, token);
      llama_sampler_apply(step, &candidates);
      chosen = name.rfind("mirostat", 0) == 0;
    }
    if (!chosen) llama_sampler_apply(llama_sampler_init_dist(0), &candidates);
    for (size_t c = 0; c < candidates.size; c++) {
      if (candidates.data[c].p > 0) printf("%d:%.7g ", candidates.data[c].id, candidates.data[c].p);
    }
    printf("\n");
  }
}
