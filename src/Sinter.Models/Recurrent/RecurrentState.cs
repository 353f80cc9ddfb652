using Sinter.Tensors;

namespace Sinter.Models.Recurrent;

/// <summary>What a recurrent layer remembers between two tokens.</summary>
/// <param name="Hidden">The hidden state [batch, hidden size].</param>
/// <param name="Cell">The cell [batch, hidden size]; null for a layer that has none.</param>
public readonly record struct RecurrentState(Tensor Hidden, Tensor? Cell);
