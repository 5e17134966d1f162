using System.Reflection;

namespace Txaio.Actors.Tests.Shared.BadInput;

/// <summary>The name of a member in the XML documentation file, such as <c>M:System.String.Clone</c>.</summary>
internal static class MemberId
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>The member as it was written: not of a constructed type, and without type arguments.</summary>
    public static MethodBase Definition(MethodBase member) => member.Module.ResolveMethod(member.MetadataToken)!;

    /// <summary>The id of a method, constructor, or of the property or event that an accessor belongs to.</summary>
    public static string Of(MethodBase member)
    {
        var definition = Definition(member);
        var type = definition.DeclaringType!;
        if (definition.IsSpecialName && Owner(type, definition) is { } owner)
        {
            var taken = owner is PropertyInfo property ? property.GetIndexParameters() : [];
            return $"{(owner is PropertyInfo ? 'P' : 'E')}:{Owned(type)}.{owner.Name}{Parameters(taken)}";
        }

        var name = definition.Name.Replace('.', '#');
        if (definition.IsGenericMethodDefinition)
            name += $"``{definition.GetGenericArguments().Length}";
        var returned = definition.Name is "op_Implicit" or "op_Explicit"
            ? $"~{Name(((MethodInfo)definition).ReturnType)}"
            : "";
        return $"M:{Owned(type)}.{name}{Parameters(definition.GetParameters())}{returned}";
    }

    private static MemberInfo? Owner(Type type, MethodBase accessor) =>
        (MemberInfo?)type.GetProperties(All).FirstOrDefault(it => it.GetMethod == accessor || it.SetMethod == accessor)
        ?? type.GetEvents(All).FirstOrDefault(it => it.AddMethod == accessor || it.RemoveMethod == accessor);

    private static string Owned(Type type) => type.FullName!.Replace('+', '.');

    private static string Parameters(ParameterInfo[] parameters) => parameters.Length == 0
        ? ""
        : $"({string.Join(',', parameters.Select(static it => Name(it.ParameterType)))})";

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        if (type.IsByRef)
            return Name(type.GetElementType()!) + "@";
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (!type.IsGenericType)
            return Owned(type);
        // The arguments of a nested type stand at the types that declare them.
        var (arguments, used) = (type.GetGenericArguments(), 0);
        var parts = new List<string>();
        foreach (var part in Owned(type.GetGenericTypeDefinition()).Split('.'))
        {
            var (name, count) = part.Split('`') is [var before, var arity] ? (before, int.Parse(arity)) : (part, 0);
            parts.Add(count == 0 ? name : $"{name}{{{string.Join(',', arguments[used..(used + count)].Select(Name))}}}");
            used += count;
        }

        return string.Join('.', parts);
    }
}
