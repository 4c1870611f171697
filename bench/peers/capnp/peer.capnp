# SPDX-License-Identifier: MIT
# What bench.proto's counter has, for Cap'n Proto.
@0x9c1f6a7d23e84b50;

struct Sample {
  value @0 :UInt64;
  at @1 :UInt64;
  from @2 :UInt64;
  kind @3 :UInt32;
}

interface Counter {
  # A oneway, as near as it gets: the library keeps as many under way as the connection takes.
  add @0 (sample :Sample) -> stream;
  echo @1 (sample :Sample) -> (sample :Sample);
  # Answers how long the content is.
  store @2 (content :Data) -> (n :UInt64);
  count @3 () -> (n :UInt64);
}
