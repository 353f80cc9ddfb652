namespace Sinter.Data.Deduplication;

/// <summary>A document in a table of documents. The table has one entry more than there are documents, so that each ends where the next begins.</summary>
/// <param name="RecordStart">Where its line begins in the records.</param>
/// <param name="IdStart">Where its id begins in the ids.</param>
/// <param name="Rank">Its rank; see <see cref="SurvivorRule"/>.</param>
/// <param name="TextBytes">The size of its text in bytes of UTF-8.</param>
/// <param name="Source">The number of its source; see <see cref="SourceNames"/>.</param>
/// <param name="IsPlain">1 where its line is of the form that Sinter writes (id, text, source, metadata), 0 where it is the user's own with the user's fields.</param>
internal readonly record struct DocumentEntry(long RecordStart, long IdStart, ulong Rank, int TextBytes, ushort Source, ushort IsPlain);
