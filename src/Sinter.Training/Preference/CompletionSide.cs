using Sinter.Tensors;

namespace Sinter.Training.Preference;

/// <summary>The chosen or the rejected completions of pairs, [pairs] each.</summary>
/// <param name="Policy">The log-probability by the model, summed over tokens.</param>
/// <param name="Reference">That by the reference.</param>
/// <param name="InverseLength">One over the tokens; 0 where there is no pair.</param>
/// <param name="Present">1 where there is a pair, else 0.</param>
internal sealed record CompletionSide(Tensor Policy, Tensor Reference, Tensor InverseLength, Tensor Present);
