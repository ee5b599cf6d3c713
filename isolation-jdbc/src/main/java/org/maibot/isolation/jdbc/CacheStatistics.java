package org.maibot.isolation.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.stats.CacheStats;

/**
 * What the cache of scoped statements has done since the rules last changed: with them it begins anew.
 *
 * @param hits statements that were found in it
 * @param misses statements that were scoped for it, or refused
 * @param evictions statements that it gave up for others
 * @param statements how many it holds, nearly
 */
public record CacheStatistics(long hits, long misses, long evictions, long statements) {
    static CacheStatistics of(Cache<?, ?> cache) {
        CacheStats stats = cache.stats();
        return new CacheStatistics(stats.hitCount(), stats.missCount(), stats.evictionCount(), cache.estimatedSize());
    }
}
