using System.Globalization;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Data.Cleaning;

/// <summary>One input of a cleaning.</summary>
/// <param name="Name">Its name for messages.</param>
/// <param name="Identity">What tells whether it is still the same: name, length, time.</param>
/// <param name="Bytes">Its size in bytes as it lies there; 0 where nobody knows.</param>
/// <param name="Read">Gives its blocks from the start.</param>
public sealed record BlockSource(string Name, string Identity, long Bytes, Func<IEnumerable<RecordBlock>> Read)
{
    /// <summary>An input file of any form.</summary>
    /// <param name="file">The file.</param>
    /// <param name="settings">How it is read.</param>
    /// <param name="format">The name of its form; null to tell it from the content.</param>
    public static BlockSource Of(InputFile file, ReadSettings settings, string? format = null)
    {
        var time = file.Path is { } path ? File.GetLastWriteTimeUtc(path).Ticks : 0;
        var identity = string.Create(CultureInfo.InvariantCulture, $"{file.Name} ({file.Length ?? 0} bytes, {time}) {settings} {format}");
        return new BlockSource(file.Name, identity.TrimEnd(), file.Length ?? 0, () => DocumentReader.Read(file, settings, format));
    }
}
