using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests.Optimizers;

/// <summary>All optimizers by name, with their usual settings: what tests of their common promises go through.</summary>
internal static class OptimizerKinds
{
    public static IReadOnlyDictionary<string, Func<ParameterSet, IOptimizer>> All { get; } = new Dictionary<string, Func<ParameterSet, IOptimizer>>(StringComparer.Ordinal)
    {
        ["adamw"] = static parameters => new AdamW(parameters, new AdamWOptions()),
        ["muon"] = static parameters => new Muon(parameters, new MuonOptions()),
        ["lion"] = static parameters => new Lion(parameters, new LionOptions()),
        ["adafactor"] = static parameters => new Adafactor(parameters, new AdafactorOptions()),
        ["adafactor, relative"] = static parameters => new Adafactor(parameters, new AdafactorOptions { RelativeStep = true }),
        ["adamw8bit"] = static parameters => new AdamW8Bit(parameters, new AdamWOptions()),
    };

    /// <summary>The bytes of state and working memory that an optimizer says that it needs.</summary>
    public static IReadOnlyDictionary<string, Func<ParameterSet, (long State, long Scratch)>> Bytes { get; } =
        new Dictionary<string, Func<ParameterSet, (long State, long Scratch)>>(StringComparer.Ordinal)
        {
            ["adamw"] = static parameters => (AdamW.StateBytes(parameters), AdamW.ScratchBytes(parameters)),
            ["muon"] = static parameters => (Muon.StateBytes(parameters), Muon.ScratchBytes(parameters)),
            ["lion"] = static parameters => (Lion.StateBytes(parameters), Lion.ScratchBytes(parameters)),
            ["adafactor"] = static parameters => (Adafactor.StateBytes(parameters), Adafactor.ScratchBytes(parameters)),
            ["adafactor, relative"] = static parameters => (Adafactor.StateBytes(parameters), Adafactor.ScratchBytes(parameters)),
            ["adamw8bit"] = static parameters => (AdamW8Bit.StateBytes(parameters), AdamW8Bit.ScratchBytes(parameters)),
        };
}
