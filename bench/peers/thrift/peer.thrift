// SPDX-License-Identifier: MIT
// What bench.proto's counter has, for Thrift.

struct Sample {
  1: i64 value,
  2: i64 at,
  3: i64 origin,
  4: i32 kind
}

service Counter {
  oneway void add(1: Sample sample),
  Sample echo(1: Sample sample),
  // Answers how long the content is.
  i64 store(1: binary content),
  i64 count()
}
