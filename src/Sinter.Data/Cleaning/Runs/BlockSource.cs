using Sinter.Data.Reading;

namespace Sinter.Data.Cleaning;

/// <summary>One input of a cleaning.</summary>
/// <param name="Name">Its name for messages.</param>
/// <param name="Identity">What tells whether it is still the same: name, length, time.</param>
/// <param name="Bytes">Its uncompressed bytes, or a guess; 0 where nobody knows.</param>
/// <param name="Read">Gives its blocks from the start.</param>
public sealed record BlockSource(string Name, string Identity, long Bytes, Func<IEnumerable<RecordBlock>> Read);
