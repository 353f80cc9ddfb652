using Sinter.Tokenizers;

namespace Sinter.Training.Tasks;

/// <summary>How the items of a task become examples.</summary>
public sealed record TaskEncoderOptions
{
    /// <summary>How conversations are written, for <see cref="TaskKind.Instruct"/>.</summary>
    public ChatTemplate? Template { get; init; }

    /// <summary>How much each class counts in the loss, in the order of the labels, so that rare ones are learnt too; null for all alike. Finite numbers above 0.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Places in front of each text that an adapter fills with what it has learned, see <see cref="Models.Adapters.IAdapter.VirtualTokens"/>.</summary>
    public int VirtualTokens { get; init; }
}
