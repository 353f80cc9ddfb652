using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests;

/// <summary>The rows of the table for mixtures of experts.</summary>
public sealed partial record OperationCase
{
    private static IEnumerable<OperationCase> MixtureOfExperts =>
    [
        new("indices of the largest", x => x[1].Gather(x[0].TopK(3)), [typeof(TopK)],
            new CaseInput([3, 5], Fixed: [1, 5, 2, 5, 3, -1, -2, -8, -3, -1, 0, 0, 0, 0, 0]), new CaseInput([5, 4])),
        new("route to the largest", x => x[0].Route(2).Weights, Routing, new CaseInput([7, 5])),
        new("route to one of many", x => x[0].Route(1, renormalize: false).Weights, Routing, new CaseInput([19, 37])),
        new("route to all", x => x[0].Route(5).Weights, Routing, new CaseInput([3, 5])),
        new("route by probabilities among all", x => x[0].Route(3, renormalize: false).Weights, Routing, new CaseInput([7, 37])),
        new("order by expert", x => Of(x[0].OrderByExpert(5), rows => x[1].Gather(rows.Assignments) * x[1].Gather(rows.Rows.Reshape([12])) * x[1].Gather(rows.Tokens)),
            [typeof(ExpertOrder)], new CaseInput([6, 2], [3, 0, 0, 1, 3, 4, 4, 3, 0, 3, 1, 0]), new CaseInput([12, 3])),
        new("order by expert, offsets alone", x => x[1].GroupedLinear(x[2], x[0].OrderByExpert(3).Offsets), [typeof(ExpertOrder), .. Grouped],
            new CaseInput([6, 1], [2, 0, 0, 2, 2, 2]), new CaseInput([6, 5]), new CaseInput([3, 4, 5])),
        new("grouped linear", x => x[0].GroupedLinear(x[1], x[2]), Grouped,
            new CaseInput([31, 7]), new CaseInput([4, 5, 7]), new CaseInput([5], [0, 3, 3, 30, 31]))
        {
            Large = [new([2048, 512]), new([8, 1024, 512]), new([9], [0, 200, 500, 520, 900, 1200, 1500, 1800, 2048])],
        },
        new("grouped linear with rows of no group", x => x[0].GroupedLinear(x[1], x[2]), Grouped,
            new CaseInput([13, 3]), new CaseInput([3, 9, 3]), new CaseInput([4], [1, 4, 4, 11])),
        new("grouped linear without any row in a group", x => x[0].GroupedLinear(x[1], x[2]), Grouped,
            new CaseInput([2, 3]), new CaseInput([2, 4, 3]), new CaseInput([3], [1, 1, 1])),
        new("grouped linear, weights one below the other", x => x[0].GroupedLinear(x[1], x[2]), Grouped,
            new CaseInput([67, 37]), new CaseInput([2 * 35, 37]), new CaseInput([3], [0, 20, 67])),
        new("grouped linear, weights stored across", x => new GroupedLinear(transpose: false).Apply(x[0], x[1], x[2])[0], Grouped,
            new CaseInput([23, 7]), new CaseInput([3, 7, 19]), new CaseInput([4], [0, 2, 21, 23])),
        new("grouped linear with weights in bfloat16", x => x[0].GroupedLinear(x[1].Cast(DataType.BFloat16), x[2]) * x[3], [typeof(Cast), .. Grouped],
            new CaseInput([29, 7]), new CaseInput([2, 5, 7], Fixed: Waves(70)), new CaseInput([3], [0, 25, 29]), new CaseInput([29, 5])),
        new("grouped linear with weights in four bits", x => x[0].GroupedLinear(x[1].Cast(DataType.NormalFloat4), x[2]) * x[3], [typeof(Cast), .. Grouped],
            new CaseInput([29, 7]), new CaseInput([2, 5, 7], Fixed: Waves(70)), new CaseInput([3], [0, 25, 29]), new CaseInput([29, 5])),
        new("combine experts", x => x[0].CombineExperts(x[1], new(x[2], x[3], x[2], x[2])), Combined,
            new CaseInput([10, 37]), new CaseInput([5, 2]), new CaseInput([5, 2], [3, 9, 0, 1, 8, 2, 7, 4, 6, 5]), new CaseInput([10], [2, 3, 5, 0, 7, 9, 8, 6, 4, 1])),
        new("mixture of experts", Mixture, [.. Routing, typeof(ExpertOrder), .. Grouped, .. Combined],
            new CaseInput([11, 7]), new CaseInput([4, 7]), new CaseInput([4, 10, 7]), new CaseInput([4, 7, 5])),
        new("load-balancing loss", x => x[0].LoadBalancingLoss(x[1]), [typeof(OneHot)], new CaseInput([5, 4]), new CaseInput([5, 2], [0, 1, 1, 0, 3, 0, 0, 1, 1, 3])),
        new("router z-loss", x => x[0].RouterZLoss(), [typeof(LogSoftmax)], new CaseInput([5, 4])),
    ];

    /// <summary>A layer as a model has it: x [tokens, width], router [experts, width], gate and up [experts, 2 hidden, width], down [experts, width, hidden].</summary>
    public static Tensor Mixture(Tensor[] x)
    {
        var routed = x[0].Linear(x[1]).Route(2);
        var rows = routed.Experts.OrderByExpert(x[1].Shape[0]);
        var hidden = x[0].Gather(rows.Tokens).GroupedLinear(x[2], rows.Offsets).SwiGlu().GroupedLinear(x[3], rows.Offsets);
        return hidden.CombineExperts(routed.Weights, rows);
    }

    private static Type[] Routing => [typeof(TopK), typeof(Route), typeof(RouteGradient)];

    private static Type[] Grouped => [typeof(GroupedLinear), typeof(GroupedLinearWeightGradient)];

    private static Type[] Combined => [typeof(CombineExperts), typeof(CombineExpertsGradient)];
}
