package io.github.zarrspring.spring.partitioned;

/**
 * What a store knows of its cluster without asking anybody.
 *
 * @param members the number of members
 * @param migrations the number of copies of partitions that are to move
 * @param lostPartitions the number of partitions whose values were lost since the store
 * was opened here
 * @param lostAnswers the number of answers to writes that were lost
 * @param unknownOutcomes the number of those of which nobody could tell whether the write
 * was done
 */
public record ClusterNumbers(int members, int migrations, int lostPartitions, long lostAnswers, long unknownOutcomes) {
}
