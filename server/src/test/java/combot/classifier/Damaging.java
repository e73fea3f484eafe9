package combot.classifier;

import combot.cache.Cache;
import combot.cache.CacheFigures;
import combot.cache.CacheLimits;
import java.time.Duration;
import java.util.Optional;

/** A cache that gives the same bytes for every key, as somebody else's might. */
record Damaging(byte[] bytes) implements Cache {
  @Override
  public Optional<byte[]> held(String key) {
    return Optional.of(bytes);
  }

  @Override
  public Optional<byte[]> get(String key) {
    return Optional.of(bytes);
  }

  @Override
  public void put(String key, byte[] value) {}

  @Override
  public Optional<Duration> left(String key) {
    return Optional.empty();
  }

  @Override
  public CacheLimits limits() {
    return CacheLimits.DEFAULT;
  }

  @Override
  public long capacity() {
    return 0;
  }

  @Override
  public int count(String key, long minute) {
    return 1;
  }

  @Override
  public void freeMemory() {}

  @Override
  public long clear(Kind kind) {
    return 0;
  }

  @Override
  public CacheFigures figures() {
    return new CacheFigures("damaging", Optional.empty(), 0, 0, 0, 0, Duration.ZERO);
  }

  @Override
  public void close() {}
}
