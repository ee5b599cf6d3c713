package org.maibot.isolation.jdbc;

/**
 * What an import has done so far.
 *
 * @param bytesRead how much of the log was read
 * @param stored how many messages were stored
 * @param alreadyThere how many messages were there already
 * @param rejected how many lines were bad
 */
public record ImportReport(long bytesRead, long stored, long alreadyThere, long rejected) {}
