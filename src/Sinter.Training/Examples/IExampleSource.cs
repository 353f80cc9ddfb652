using Sinter.Data.Packing;
using Sinter.Training.Objectives;

namespace Sinter.Training.Examples;

/// <summary>Sequences that hold more than tokens and their targets: segments, and numbers of each token.</summary>
internal interface IExampleSource : ISequenceSource
{
    /// <summary>Reads all of the sequence at a place.</summary>
    void Read(long place, PackedSequence sequence);
}
