namespace Sinter.Data.Mixing;

/// <summary>The order in which the documents of a mixture are written.</summary>
public enum MixtureOrder
{
    /// <summary>By a hash of seed, source, id and copy: a fixed shuffle.</summary>
    Shuffled,

    /// <summary>By the length of the text or a number in the metadata (<see cref="MixtureSpec.OrderBy"/>); what is equal is shuffled.</summary>
    Curriculum,

    /// <summary>The sources in turn, each spread evenly over the whole; within a source as given.</summary>
    Interleaved,

    /// <summary>Source after source, epoch after epoch, as the inputs have them.</summary>
    Given,
}
