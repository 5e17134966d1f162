using System.Reflection;
using System.Runtime.CompilerServices;

namespace Txaio.Actors.Tests.Shared.BadInput;

/// <summary>
/// The constructors, methods and accessors that an assembly makes public. Generic members are made concrete twice, with
/// an object and with an int.
/// </summary>
internal static class PublicMembers
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // The types for a type parameter whose constraints refuse object and int.
    private static readonly Type[] Others =
        [typeof(Future<int>), typeof(TxaioLogLevels.Info), typeof(DayOfWeek), typeof(Exception)];

    public static IEnumerable<MethodBase> Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    /// <summary>The members of some types.</summary>
    public static IEnumerable<MethodBase> Of(IEnumerable<Type> types) =>
        types.Where(static type => !type.IsEnum && !typeof(Delegate).IsAssignableFrom(type))
            .SelectMany(static type => Concrete(type))
            .SelectMany(static type => (IEnumerable<MethodBase>)
            [
                .. type.IsAbstract ? [] : type.GetConstructors(Declared).Where(static it => !it.IsStatic),
                .. type.GetMethods(Declared).Where(static it => it is not { IsStatic: true, IsAbstract: true })
                    .SelectMany(Concrete),
            ])
            .Distinct();

    /// <summary>The name of a member with the types of its parameters.</summary>
    public static string Show(MethodBase member) =>
        $"{Show(member.DeclaringType!)}.{member.Name}"
        + (member.IsGenericMethod ? $"<{string.Join(", ", member.GetGenericArguments().Select(Show))}>" : "")
        + $"({string.Join(", ", member.GetParameters().Select(static it => $"{Show(it.ParameterType)} {it.Name}"))})";

    private static string Show(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Show))}>"
        : type.Name;

    private static IEnumerable<Type> Concrete(Type type) => !type.IsGenericTypeDefinition
        ? [type]
        : Arguments(type.GetGenericArguments()).Select(arguments => type.MakeGenericType(arguments)).Distinct();

    private static IEnumerable<MethodInfo> Concrete(MethodInfo method) => !method.IsGenericMethodDefinition
        ? [method]
        : Arguments(method.GetGenericArguments()).Select(arguments => method.MakeGenericMethod(arguments));

    private static IEnumerable<Type[]> Arguments(Type[] parameters) =>
        from first in new[] { typeof(object), typeof(int) }
        select Array.ConvertAll(parameters, parameter => ((Type[])[first, .. Others]).First(it => Fits(parameter, it)));

    private static bool Fits(Type parameter, Type type)
    {
        var wanted = parameter.GenericParameterAttributes;
        if (wanted.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) && !type.IsValueType)
            return false;
        if (wanted.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) && type.IsValueType)
            return false;
        return parameter.GetGenericParameterConstraints().All(it => it.IsAssignableFrom(type));
    }
}
