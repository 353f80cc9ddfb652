namespace Sinter.Data.Deduplication;

/// <summary>How far a deduplication is.</summary>
/// <param name="Phase">What it does now.</param>
/// <param name="Done">How much of it is done: bytes of input, parts of a thousand, documents.</param>
/// <param name="Total">Of how much; 0 where nobody knows.</param>
/// <param name="Detail">A short figure more, or empty.</param>
public readonly record struct DeduplicationState(DeduplicationPhase Phase, long Done, long Total, string Detail = "");

/// <summary>What a deduplication does, in this order.</summary>
public enum DeduplicationPhase
{
    /// <summary>It reads the inputs and makes sketches; counted in bytes.</summary>
    Read,

    /// <summary>It looks for what repeats; counted in parts of a thousand.</summary>
    Find,

    /// <summary>It writes what stays and what goes; counted in documents.</summary>
    Write,
}
