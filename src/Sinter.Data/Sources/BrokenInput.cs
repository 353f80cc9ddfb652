using System.Globalization;

namespace Sinter.Data.Sources;

/// <summary>A part of a source that could not be read. What was read before it was kept, and reading went on after it where that was possible.</summary>
/// <param name="Source">The file.</param>
/// <param name="Line">The line of the fault, from 1; 0 where none is known.</param>
/// <param name="Reason">What is wrong, in one sentence.</param>
public sealed record BrokenInput(string Source, long Line, string Reason)
{
    /// <summary>Place and reason, as people read them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Source}{(Line > 0 ? $", {Line}" : "")}: {Reason}");
}
